const BLOCK = 512;
const OCTAL = 8;
const NAME_LENGTH = 100;
const CHECKSUM_AT = 148;
const CHECKSUM_LENGTH = 8;

/**
 * A POSIX ustar archive of text files by absolute path, readable by all. It has no entries for folders:
 * those that are there keep their owner and mode, the others are made by whoever unpacks it.
 * @throws RangeError for a path of more than 100 bytes
 */
export function tarArchive(files: Readonly<Record<string, string>>): Buffer {
  const blocks = Object.entries(files).flatMap(([path, text]) => {
    const content = Buffer.from(text);
    const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
    return [header(path.replace(/^\/+/, ''), content.length), content, padding];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

function header(name: string, length: number): Buffer {
  if (Buffer.byteLength(name) > NAME_LENGTH) {
    throw new RangeError(`a path in an archive has at most ${NAME_LENGTH} bytes: ${name}`);
  }
  const block = Buffer.alloc(BLOCK);
  let at = 0;
  const field = (text: string, size: number) => {
    block.write(text, at);
    at += size;
  };
  field(name, NAME_LENGTH);
  field('0000644', 8);
  field('0000000', 8);
  field('0000000', 8);
  field(length.toString(OCTAL).padStart(11, '0'), 12);
  field('00000000000', 12);
  // The sum is taken over the header with blanks in the sum's own place.
  field(' '.repeat(CHECKSUM_LENGTH), CHECKSUM_LENGTH);
  field('0', 1 + NAME_LENGTH);
  field('ustar\0', 6);
  field('00', 2);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(OCTAL).padStart(6, '0')}\0 `, CHECKSUM_AT);
  return block;
}
