/** Files that messages carry. */
import { isLoopback } from './loopback.js';

/** How a file is shown. */
export type MediaKind = 'image' | 'video' | 'audio' | 'file';

/** A file that a message carries. What it says of itself is a claim of the sender. */
export interface Attachment {
  /** Absolute; https, or http on this machine. `blob:` while an own file is not uploaded yet. */
  readonly url: string;
  /** URL of a small picture of it. */
  readonly preview?: string;
  /** What the sender called it. */
  readonly name: string;
  /** Empty when nobody said. */
  readonly mimetype: string;
  /** Bytes. */
  readonly size?: number;
  /** CSS px. */
  readonly width?: number;
  readonly height?: number;
  /** Seconds. */
  readonly duration?: number;
  /** The name under which the server keeps it. */
  readonly storedName?: string;
  /** The server's own id for it. */
  readonly id?: string;
}

/** Whom a message with a file is written for: `ethora`, its own clients; `standard`, these and all others. */
export type MediaDialect = 'standard' | 'ethora';

/** What an uploader gives back; all but the URL may be left out where it is as it was sent. */
export interface UploadedFile {
  readonly url: string;
  readonly preview?: string;
  readonly mimetype?: string;
  /** Bytes. */
  readonly size?: number;
  /** The name under which the server keeps it. */
  readonly fileName?: string;
  /** The name that the user gave it. */
  readonly originalName?: string;
  /** Seconds. */
  readonly duration?: number;
  readonly width?: number;
  readonly height?: number;
  readonly attachmentId?: string;
}

/** Pictures that every browser draws and that cannot hold a script, as SVG can. */
const IMAGES = /^(?:png|a?jpe?g|gif|webp|avif|bmp)$/;
const VIDEOS = /^(?:mp4|m4v|webm|ogv|mov|quicktime)$/;
const SOUNDS = /^(?:mp3|mpeg|m4a|mp4|aac|x-m4a|ogg|oga|opus|wav|wave|x-wav|flac|x-flac|webm)$/;

/** Decides by the MIME type, and by the name's ending only where that says nothing. */
export function mediaKindOf({ mimetype, name }: Pick<Attachment, 'mimetype' | 'name'>): MediaKind {
  const [type = '', subtype = ''] = mimetype.toLowerCase().split(';', 1)[0]?.trim().split('/') ?? [];
  if (type === '' || /^(?:octet-stream|binary)$/.test(subtype)) return kindOfExtension(extensionOf(name));
  if (type === 'image' && IMAGES.test(subtype)) return 'image';
  if (type === 'video' && VIDEOS.test(subtype)) return 'video';
  return type === 'audio' && SOUNDS.test(subtype) ? 'audio' : 'file';
}

function kindOfExtension(extension: string): MediaKind {
  if (IMAGES.test(extension)) return 'image';
  if (VIDEOS.test(extension) || extension === 'webm') return 'video';
  return SOUNDS.test(extension) ? 'audio' : 'file';
}

/** In lower case, without the dot; empty when there is none. */
export function extensionOf(name: string): string {
  return /[^.]\.([\p{L}\p{N}]{1,8})$/u.exec(name)?.[1]?.toLowerCase() ?? '';
}

/** A name in two parts: the first may be cut short, the second, which holds the ending, may not. */
export function splitName(name: string): readonly [start: string, end: string] {
  const extension = extensionOf(name);
  const kept = extension ? extension.length + 4 : 0;
  const start = name.slice(0, Math.max(0, name.length - kept)).replace(/[\ud800-\udbff]$/, '');
  return [start, name.slice(start.length)];
}

/** The URL in its normal form. Undefined unless it is https, or http to this very machine. */
export function attachmentUrl(url: string | undefined): string | undefined {
  if (!url || !URL.canParse(url)) return undefined;
  const { protocol, hostname, href } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)) ? href : undefined;
}

/** The last part of a URL's path, for files that nobody named. Empty when there is none. */
export function nameInUrl(url: string): string {
  const name = new URL(url).pathname.split('/').pop() ?? '';
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Longest side of the box in which a picture is shown, CSS px. */
const MAX_SIDE = 360;

/** The box of a picture or a film, before it is there. Undefined when its size is not known. */
export function displaySize({ width = 0, height = 0 }: Pick<Attachment, 'width' | 'height'>) {
  if (!(width > 0 && height > 0)) return undefined;
  const scale = Math.min(1, MAX_SIDE / width, MAX_SIDE / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
