/** Who lives on the demo server. Everyone's password is their username; the e-mail address is what Ethora knows them by. */

/** @type {readonly (import('./accounts.mjs').Account & { email: string })[]} */
export const PEOPLE = [
  person('alice', 'Alice Moreau'),
  person('bob', 'Bob Adeyemi'),
  person('carol', 'Carol Jensen'),
  person('maya', 'Maya Lindqvist'),
  person('tomas', 'Tomás Rivera'),
  person('priya', 'Priya Nair'),
  person('jonas', 'Jonas Weber'),
  person('aiko', 'Aiko Tanaka'),
  person('lea', 'Léa Fontaine'),
  person('omar', 'Omar Haddad'),
];

function person(user, name) {
  return { user, password: user, name, email: `${user}@harbor.example` };
}

/** What others see. @param {string} user @throws {Error} when there is no such person. */
export function nameOf(user) {
  const found = PEOPLE.find((candidate) => candidate.user === user);
  if (!found) throw new Error(`Nobody is called ${user}.`);
  return found.name;
}
