/** Signs the people of a page in by e-mail and password. A site that knows its visitors would ask its own server for a token. */
for (const chat of document.querySelectorAll('ethora-chat[data-email]')) {
  const { email, password } = chat.dataset;
  chat.credentials = { email, password };
}
