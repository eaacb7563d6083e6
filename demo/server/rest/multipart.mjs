/** Bodies of type multipart/form-data: RFC 7578. */

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {string} [filename] Absent for a field that is no file.
 * @property {string} type
 * @property {Buffer} data
 */

/**
 * @param {Buffer} body
 * @param {string} contentType Of the request.
 * @returns {Part[]} Empty when it is no multipart body.
 */
export function parseMultipart(body, contentType) {
  const [, quoted, bare] = /^multipart\/form-data;.*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? bare;
  if (!boundary) return [];
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // The first delimiter has no line before it.
  const whole = Buffer.concat([Buffer.from('\r\n'), body]);
  /** @type {Part[]} */
  const parts = [];
  let start = whole.indexOf(delimiter);
  while (start >= 0) {
    const next = whole.indexOf(delimiter, start + delimiter.length);
    if (next < 0) break;
    const part = parsePart(whole.subarray(start + delimiter.length + 2, next));
    if (part) parts.push(part);
    start = next;
  }
  return parts;
}

/** @returns {Part | undefined} */
function parsePart(raw) {
  const end = raw.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = raw.subarray(0, end).toString('utf8');
  const [, name] = /^content-disposition:.*?[; ]name="([^"]*)"/im.exec(head) ?? [];
  if (name === undefined) return undefined;
  const [, filename] = /^content-disposition:.*?; filename="([^"]*)"/im.exec(head) ?? [];
  const [, type = 'text/plain'] = /^content-type: *([^\r\n]+)/im.exec(head) ?? [];
  // Browsers write the quotation mark of a name like this.
  const file = filename === undefined ? {} : { filename: filename.replaceAll('%22', '"') };
  return { name, ...file, type, data: raw.subarray(end + 4) };
}
