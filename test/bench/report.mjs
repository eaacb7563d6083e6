/** Turns the samples into tables, ratios and verdicts. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, range } from './lib/statistics.mjs';
import { LIMITS, SUBJECT } from './limits.mjs';

const FOLDER = fileURLToPath(new URL('results/', import.meta.url));

const FORMATS = {
  bytes: (value) => (value < 1_000_000 ? `${(value / 1000).toFixed(1)} kB` : `${(value / 1_000_000).toFixed(2)} MB`),
  ms: (value) => `${value.toFixed(value < 100 ? 1 : 0)} ms`,
  count: (value) => value.toFixed(Number.isInteger(value) ? 0 : 1),
  trips: (value) => value.toFixed(1),
};

/**
 * Prints the report and writes it to `results/`.
 * @param {import('./bench.mjs').Results} results
 * @param {{ scenarios: readonly import('./scenarios/index.mjs').Scenario[],
 *   adapters: readonly import('./adapters/index.mjs').Adapter[] }} parts - What was measured.
 * @returns {boolean} Whether every limit was kept and every measurement succeeded.
 */
export function report(results, { scenarios, adapters }) {
  const clients = adapters.map(({ name }) => name);
  const medians = mediansOf(results.samples, scenarios);
  const verdicts = LIMITS.filter(({ scenario, against }) => {
    const measured = scenarios.some(({ name }) => name === scenario) && clients.includes(SUBJECT);
    return measured && (against === undefined || clients.includes(against));
  }).map((limit) => judge(limit, medians));
  const text = [
    versionsText(results.versions),
    ...scenarios.map((scenario) => scenarioText(scenario, clients, results.samples[scenario.name], medians)),
    verdictsText(verdicts, scenarios),
    ...(results.failures.length > 0 ? [`Failed measurements:\n${results.failures.join('\n')}`] : []),
  ].join('\n\n');
  console.log(`\n${text}`);
  save(results, medians, verdicts, text);
  return results.failures.length === 0 && verdicts.every(({ kept, aim }) => kept || aim);
}

/** By scenario, client and measure. */
function mediansOf(samples, scenarios) {
  const ofRuns = (scenario, runs) =>
    Object.fromEntries(
      Object.keys(scenario.measures).map((measure) => [measure, median(runs.map((run) => run[measure]))]),
    );
  return Object.fromEntries(
    scenarios.map((scenario) => [
      scenario.name,
      Object.fromEntries(
        Object.entries(samples[scenario.name]).map(([client, runs]) => [client, ofRuns(scenario, runs)]),
      ),
    ]),
  );
}

/** Absolute figures of the limit, and whether the subject's median keeps it. */
function judge(limit, medians) {
  const value = medians[limit.scenario][SUBJECT][limit.measure];
  const base = limit.against === undefined ? 1 : medians[limit.scenario][limit.against][limit.measure];
  const kept = limit.atLeast === undefined ? value <= limit.atMost * base : value >= limit.atLeast * base;
  return { ...limit, aim: limit.aim ?? false, value, base, kept };
}

function versionsText(versions) {
  return Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
}

function scenarioText({ name, title, measures }, clients, samples, medians) {
  const others = clients.filter((client) => client !== SUBJECT);
  const ratios = clients.includes(SUBJECT) ? others : [];
  const head = ['', ...clients, ...ratios.map((client) => `vs ${client}`)];
  const rows = Object.entries(measures).map(([measure, { label, unit }]) => {
    const format = FORMATS[unit];
    const values = clients.map((client) => valueText(samples[client], measure, format));
    const quotients = ratios.map((client) =>
      ratioText(medians[name][SUBJECT][measure], medians[name][client][measure]),
    );
    return [label, ...values, ...quotients];
  });
  const runs = Math.max(...clients.map((client) => samples[client].length));
  const note = runs > 1 ? `median of ${runs} (lowest to highest)` : 'one run';
  return `${title}: ${note}\n${table([head, ...rows])}`;
}

function valueText(runs, measure, format) {
  const values = runs.map((run) => run[measure]).filter(Number.isFinite);
  if (values.length === 0) return 'none';
  const [lowest, highest] = range(values).map(format);
  const middle = format(median(values));
  return lowest === highest ? middle : `${middle} (${lowest} to ${highest})`;
}

/** `1/7.3` when the subject needs less, `× 1.8` when it needs more; rounded against it. */
function ratioText(subject, other) {
  if (!(subject > 0 && other > 0)) return '';
  return subject < other
    ? `1/${(Math.floor((other / subject) * 10) / 10).toFixed(1)}`
    : `× ${(Math.ceil((subject / other) * 100) / 100).toFixed(2)}`;
}

function verdictsText(verdicts, scenarios) {
  if (verdicts.length === 0) return `No limits apply without ${SUBJECT}.`;
  const rows = verdicts.map((verdict) => {
    const scenario = scenarios.find(({ name }) => name === verdict.scenario);
    const { label, unit } = scenario.measures[verdict.measure];
    const found = Number.isFinite(verdict.value) ? foundText(verdict, FORMATS[unit]) : 'not measured';
    return [verdictWord(verdict), `${scenario.title}: ${label}`, wantedText(verdict, FORMATS[unit]), found];
  });
  return `Limits of ${SUBJECT}\n${table([['', '', 'wanted', 'found'], ...rows])}`;
}

function verdictWord({ kept, aim }) {
  if (kept) return 'ok';
  return aim ? 'aim missed' : 'FAILED';
}

function wantedText({ against, atMost, atLeast }, format) {
  if (against === undefined) return atLeast === undefined ? `≤ ${format(atMost)}` : `≥ ${format(atLeast)}`;
  return atMost < 1 ? `≤ 1/${Math.round(1 / atMost)} of ${against}` : `≤ ${atMost} × ${against}`;
}

function foundText({ against, value, base }, format) {
  return against === undefined ? format(value) : ratioText(value, base);
}

function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column])).join('  ')}`.trimEnd())
    .join('\n');
}

function save(results, medians, verdicts, text) {
  mkdirSync(FOLDER, { recursive: true });
  const name = results.startedAt.replace(/[:.]/g, '-');
  writeFileSync(`${FOLDER}${name}.json`, `${JSON.stringify({ ...results, medians, verdicts }, undefined, 2)}\n`);
  writeFileSync(`${FOLDER}${name}.txt`, `${text}\n`);
  console.log(`\nWritten to ${relative(process.cwd(), FOLDER)}/${name}.json and .txt`);
}
