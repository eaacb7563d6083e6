const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * Counts data frames (RFC 6455: text, binary, continuation) in one direction of a WebSocket connection. The returned
 * function takes the bytes as they come and gives how many frames began in them.
 */
export function createFrameCounter() {
  let head = true;
  let rest = Buffer.alloc(0);
  let skip = 0;

  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    if (head) {
      const end = rest.indexOf(HEAD_END);
      if (end < 0) return 0;
      head = false;
      rest = rest.subarray(end + HEAD_END.length);
    }
    let frames = 0;
    for (;;) {
      const skipped = Math.min(skip, rest.length);
      rest = rest.subarray(skipped);
      skip -= skipped;
      const frame = skip === 0 ? frameHeader(rest) : undefined;
      if (!frame) return frames;
      if (frame.data) frames += 1;
      skip = frame.size;
    }
  };
}

/** Size of the frame that `bytes` begin with, header included; undefined while the header is incomplete. */
function frameHeader(bytes) {
  if (bytes.length < 2) return undefined;
  const masked = (bytes[1] & 0x80) !== 0;
  const short = bytes[1] & 0x7f;
  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
  if (bytes.length < 2 + lengthBytes) return undefined;
  const length =
    lengthBytes === 2 ? bytes.readUInt16BE(2) : lengthBytes === 8 ? Number(bytes.readBigUInt64BE(2)) : short;
  return { size: 2 + lengthBytes + (masked ? 4 : 0) + length, data: (bytes[0] & 0x0f) < 8 };
}
