/** Pictures that people show each other: each comes after the words that speak of it. */
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} Picture
 * @property {string} room Its id.
 * @property {string} after How the message before it begins.
 * @property {string} name As its sender calls the file.
 * @property {string} file Path.
 * @property {number} width In pixels.
 * @property {number} height
 */

/** @type {readonly Picture[]} */
export const PICTURES = [
  picture('launch-week', 'Morning all. The pricing page', 'pricing.png', 1120, 700),
  picture('design-review', '@Alice can you check the empty state', 'empty-state.png', 1120, 700),
];

function picture(room, after, name, width, height) {
  return { room, after, name, file: fileURLToPath(new URL(name, import.meta.url)), width, height };
}
