/** A request as a command line. It has been masked: what is secret has to be filled in by whoever runs it. */
import type { Shown } from './mask.ts';

/** In single quotes nothing has a meaning, and a quote ends them. */
export const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** `carries`: the request has bytes of a file, which the command reads from one called so. */
export function curlOf({ method, url, headers, body }: Shown, carries = ''): string {
  const lines = headers.map(([name, value]) => `-H ${quoted(value ? `${name}: ${value}` : `${name};`)}`);
  if (carries) lines.push(`--data-binary ${quoted(`@${carries}`)}`);
  else if (body) lines.push(`--data-binary ${quoted(body)}`);
  // With -X 'HEAD' it would wait for the body that Content-Length tells of.
  return [`curl ${method === 'HEAD' ? '--head' : `-X ${quoted(method)}`} ${quoted(url)}`, ...lines].join(' \\\n  ');
}
