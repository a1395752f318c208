/** JSON with comments and commas at the ends of lists, as wrangler's configuration may have. */

/** Throws a SyntaxError that names line and column. */
export function parseJSONC(text: string): unknown {
  const plain = text.replace(TOKENS, (token, string) => (string ? token : token.startsWith(',') ? '' : blank(token)));
  try {
    return JSON.parse(plain);
  } catch (thrown) {
    throw new SyntaxError(placed(plain, thrown as Error));
  }
}

/** Texts as they are; comments; a comma with nothing but space and comments between it and the end of its list. */
const COMMENT = String.raw`\/\/[^\n]*|\/\*[\s\S]*?\*\/`;
const TOKENS = new RegExp(String.raw`("(?:[^"\\\n]|\\.)*")|${COMMENT}|,(?=(?:\s|${COMMENT})*[\]}])`, 'g');

/** Keeps lines and columns. */
const blank = (comment: string): string => comment.replace(/[^\n]/g, ' ');

function placed(text: string, { message }: Error): string {
  const at = Number(/position (\d+)/.exec(message)?.[1] ?? Number.NaN);
  if (Number.isNaN(at)) return message;
  const before = text.slice(0, at).split('\n');
  return `${message.replace(/ in JSON at position.*/s, '')} in line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
