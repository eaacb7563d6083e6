/** Text made safe for an attribute or an element. */
export function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}

/** A value made safe for a script element. */
export function scriptJson(value) {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
