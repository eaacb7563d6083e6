/** What this widget has to reach, and what it aims at. */

/**
 * @typedef {object} Limit
 * @property {string} scenario
 * @property {string} measure
 * @property {string} [against] - The limit is this client's median times `atMost`; absent: an absolute figure.
 * @property {number} [atMost]
 * @property {number} [atLeast]
 * @property {boolean} [aim] - Printed, but missing it fails nothing.
 */

/** The client that they are about. */
export const SUBJECT = 'ethora-chat';

const MB = 1_000_000;

/** @type {readonly Limit[]} */
export const LIMITS = [
  { scenario: 'transfer', measure: 'code', against: 'converse', atMost: 1 / 7 },
  { scenario: 'cold-start', measure: 'timeMs', against: 'converse', atMost: 1 / 3 },
  { scenario: 'round-trips', measure: 'trips', atMost: 11 },
  { scenario: 'burst', measure: 'taskMs', against: 'converse', atMost: 1 / 20 },
  { scenario: 'burst', measure: 'timeMs', against: 'converse', atMost: 1 / 10 },
  { scenario: 'burst', measure: 'longTasks', atMost: 0 },
  { scenario: 'scroll-back', measure: 'taskMsPer100', against: 'converse', atMost: 1 / 15 },
  // The heap after 3,000 messages means nothing after fewer.
  { scenario: 'scroll-back', measure: 'messages', atLeast: 3000 },
  { scenario: 'scroll-back', measure: 'heapBytes', atMost: 15 * MB },
  { scenario: 'heap', measure: 'heapBytes', atMost: 4 * MB },
  { scenario: 'cold-start', measure: 'timeMs', against: 'floor', atMost: 2, aim: true },
  { scenario: 'cold-start', measure: 'taskMs', against: 'floor', atMost: 2, aim: true },
  { scenario: 'burst', measure: 'timeMs', against: 'floor', atMost: 4, aim: true },
  { scenario: 'burst', measure: 'taskMs', against: 'floor', atMost: 4, aim: true },
  { scenario: 'scroll-back', measure: 'taskMsPer100', against: 'floor', atMost: 4, aim: true },
];
