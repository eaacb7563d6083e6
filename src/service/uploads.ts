/**
 * Files on their way to the server. A file is a message of its own from the moment it is sent: pending, in the outbox of its room.
 * The files of a room are uploaded one after the other, so their messages come out in order; texts do not wait for them.
 */
import { mediaKindOf, type Attachment, type UploadedFile } from '../domain/attachment.js';
import { randomId } from '../domain/ids.js';
import type { Message } from '../domain/message.js';
import { fileProblem, type StagedFile, type UploadLimits } from '../domain/upload.js';
import type { UploadStore } from '../state/upload-store.js';
import type { OutboxRecord } from '../storage/records.js';
import type { Outbox } from './outbox.js';
import type { Uploader } from './uploader.js';

/** How often progress is shown, ms. */
const PROGRESS_INTERVAL_MS = 100;

/** A room, as far as files are concerned. */
export interface UploadRoom {
  readonly jid: string;
  readonly outbox: Outbox;
  writeFile(attachment: Attachment): Message;
}

interface Job {
  readonly room: UploadRoom;
  readonly file: File;
  /** `blob:` URL of what is shown meanwhile. */
  readonly local: string;
  aborter?: AbortController;
}

export class Uploads {
  readonly #store: UploadStore;
  readonly #jobs = new Map<string, Job>();
  #uploader: Uploader | undefined;

  constructor(store: UploadStore) {
    this.#store = store;
  }

  /** As far as is known from last time: files can be chosen before there is a connection. */
  expect(limits: UploadLimits) {
    if (!this.#uploader) this.#store.setLimits(limits);
  }

  /** There is a connection, and this is how files go: everything that waits goes on. */
  start(uploader: Uploader | undefined) {
    this.#uploader = uploader;
    const maxSize = uploader?.maxSize;
    this.#store.setLimits(uploader && (maxSize === undefined ? {} : { maxSize }));
    for (const { room } of this.#jobs.values()) this.resume(room);
  }

  /** The connection is gone. What is being uploaded needs none and goes on. */
  pause() {
    this.#uploader = undefined;
  }

  /** Forgets everything. */
  clear() {
    this.#uploader = undefined;
    for (const key of [...this.#jobs.keys()]) this.cancel(key);
    for (const files of this.#store.$staged.get().values()) files.forEach(release);
    this.#store.clear();
  }

  stage(roomJid: string, files: readonly File[]) {
    const limits = this.#store.$limits.get();
    if (!limits) return;
    const staged = files.map((file): StagedFile => {
      const kind = mediaKindOf(describe(file));
      const problem = fileProblem(file, limits);
      return {
        id: randomId(),
        file,
        kind,
        ...(kind === 'image' && !problem && { preview: URL.createObjectURL(file) }),
        ...(problem && { problem }),
      };
    });
    this.#store.setStaged(roomJid, [...this.#store.get(roomJid), ...staged]);
  }

  unstage(roomJid: string, id: string) {
    const files = this.#store.get(roomJid);
    files.filter((staged) => staged.id === id).forEach(release);
    this.#store.setStaged(
      roomJid,
      files.filter((staged) => staged.id !== id),
    );
  }

  /** The messages, one for each file, in order. A file that cannot be sent is one that has failed. */
  send(room: UploadRoom, files: readonly File[]): Message[] {
    const limits = this.#store.$limits.get();
    return files.map((file) => {
      const local = URL.createObjectURL(file);
      const message = room.writeFile({ url: local, ...describe(file), size: file.size });
      this.#jobs.set(message.key, { room, file, local });
      const problem = fileProblem(file, limits);
      const shown = room.outbox.add(message, problem ? undefined : file);
      if (problem) room.outbox.failUpload(message.key, problem, '');
      else void shown.then(() => this.resume(room));
      return message;
    });
  }

  /** A file that an ended page has left, as the outbox takes it. */
  restore(room: UploadRoom, record: OutboxRecord): OutboxRecord {
    const { id, file, message } = record;
    if (!file) return record;
    const local = this.#jobs.get(id)?.local ?? URL.createObjectURL(file);
    if (!this.#jobs.has(id)) this.#jobs.set(id, { room, file, local });
    return { ...record, message: withUpload(message, { url: local }, 0) };
  }

  /** Uploads the first file that waits in this room, unless one is on its way. */
  resume(room: UploadRoom) {
    const jobs = room.outbox.messages.map((message) => ({ message, job: this.#jobs.get(message.key) }));
    const uploader = this.#uploader;
    if (!uploader || jobs.some(({ job }) => job?.aborter)) return;
    const next = jobs.find(({ message, job }) => job && message.status === 'pending');
    if (next?.job) void this.#upload(next.message.key, next.job, uploader);
  }

  /** Its message is taken back. */
  cancel(key: string) {
    const job = this.#jobs.get(key);
    if (!job) return;
    this.#forget(key, job);
    job.aborter?.abort();
  }

  async #upload(key: string, job: Job, uploader: Uploader): Promise<void> {
    const { room, file } = job;
    const { signal } = (job.aborter = new AbortController());
    const problem = fileProblem(file, uploader);
    try {
      if (problem) throw new Error(problem);
      const box = await readSize(file);
      const change = (attachment: Partial<Attachment>, progress?: number) =>
        room.outbox.change(key, (message) => withUpload(message, attachment, progress));
      if (!signal.aborted) change(box, 0);
      const uploaded = await uploader.upload(file, { signal, onProgress: limitRate((bytes) => change({}, bytes)) });
      if (signal.aborted) return;
      change(toAttachment(uploaded));
      this.#forget(key, job);
    } catch (error) {
      // Offline, it waits: the connection's end is what stopped it, or will be noticed soon.
      if (!signal.aborted && this.#uploader === uploader) {
        room.outbox.failUpload(key, problem ?? 'upload', error instanceof Error && !problem ? error.message : '');
      }
    } finally {
      delete job.aborter;
      this.resume(room);
    }
  }

  #forget(key: string, { local }: Job) {
    this.#jobs.delete(key);
    URL.revokeObjectURL(local);
  }
}

function describe({ name, type }: File): Pick<Attachment, 'name' | 'mimetype'> {
  return { name: name || 'file', mimetype: type };
}

function release({ preview }: StagedFile) {
  if (preview) URL.revokeObjectURL(preview);
}

function withUpload(message: Message, attachment: Partial<Attachment>, progress: number | undefined): Message {
  const { progress: _, ...rest } = message;
  if (!rest.attachment) return message;
  return {
    ...rest,
    attachment: { ...rest.attachment, ...attachment },
    ...(progress !== undefined && { progress }),
  };
}

function toAttachment({ url, preview, mimetype, size, ...file }: UploadedFile): Partial<Attachment> {
  const { fileName, originalName, duration, width, height, attachmentId } = file;
  return {
    url,
    ...(preview && { preview }),
    ...(mimetype && { mimetype }),
    ...(size !== undefined && { size }),
    ...(fileName && { storedName: fileName }),
    ...(originalName && { name: originalName }),
    ...(duration !== undefined && { duration }),
    ...(width && height && { width, height }),
    ...(attachmentId && { id: attachmentId }),
  };
}

/** Receivers reserve its place before the picture is there. Empty for what is no picture, or a damaged one. */
async function readSize(file: File): Promise<Pick<Attachment, 'width' | 'height'>> {
  if (mediaKindOf(describe(file)) !== 'image') return {};
  try {
    const bitmap = await createImageBitmap(file);
    const { width, height } = bitmap;
    bitmap.close();
    return { width, height };
  } catch {
    return {};
  }
}

function limitRate(report: (bytes: number) => void): (bytes: number) => void {
  let last = 0;
  return (bytes) => {
    const now = Date.now();
    if (now - last < PROGRESS_INTERVAL_MS) return;
    last = now;
    report(bytes);
  };
}
