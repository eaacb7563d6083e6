/** Files that people send. */
import { readFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RestError } from './http.mjs';
import { parseMultipart } from './multipart.mjs';
import { newId } from './store.mjs';

/** @type {import('./api.mjs').Route[]} */
export const fileRoutes = [
  ['POST', '/files', upload],
  ['GET', '/files/:id/:name', download],
];

async function upload({ user, body, headers, store, state, dir, url }) {
  const { _id: userId } = user();
  const files = parseMultipart(body, headers['content-type'] ?? '').filter(
    ({ name, filename }) => name === 'files' && filename !== undefined,
  );
  if (files.length === 0) throw new RestError(422, '"files" is missing', 'VALIDATION');
  await mkdir(join(dir, 'files'), { recursive: true });
  const results = await Promise.all(
    files.map(async ({ filename, type, data }) => {
      const id = newId();
      await writeFile(join(dir, 'files', id), data);
      state.files[id] = { name: filename, mimetype: type };
      const now = new Date().toISOString();
      return {
        _id: id,
        location: `${url()}/v1/files/${id}/${encodeURIComponent(filename)}`,
        mimetype: type,
        filename: id,
        originalname: filename,
        size: data.length,
        isVisible: true,
        userId,
        createdAt: now,
        updatedAt: now,
      };
    }),
  );
  await store.save();
  return { results };
}

async function download({ params, state, dir }) {
  const file = Object.hasOwn(state.files, params.id) ? state.files[params.id] : undefined;
  if (!file) throw new RestError(404, 'There is no such file');
  return { download: { type: file.mimetype, data: await readFile(join(dir, 'files', params.id)) } };
}
