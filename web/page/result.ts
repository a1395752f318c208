/** What became of an upload. */
import type { PartwayError, UploadResult } from '../src/index.ts';
import type { UploadItem } from '../src/element/index.ts';
import { byId, describe, make } from './dom.ts';
import type { TextName, Voice } from './texts.ts';

/** What is known of it so far; the element shows the rest. */
export function showResult(voice: Voice, { upload, result, error }: UploadItem): void {
  const { say } = voice;
  const rows: (readonly [TextName, string | Node | undefined])[] = [];
  if (result) {
    rows.push(
      ['bucketName', result.bucket],
      ['key', result.key],
      ['uploadId', result.uploadId ? make('code', result.uploadId) : say('whole')],
    );
    rows.push(
      ['etag', result.etag && make('code', result.etag)],
      ['crc64', checksum(voice, result)],
      ['requestId', result.requestId && make('code', result.requestId)],
      ['object', link(result)],
    );
  } else {
    rows.push(['uploadId', upload?.uploadId && make('code', upload.uploadId)]);
    if (error) rows.push(['failedWith', failure(error)], ['requestId', (error as PartwayError).requestId ?? '']);
  }
  describe(
    byId('result'),
    rows.flatMap(([name, value]) => (value ? [[say(name), value] as const] : [])),
  );
}

function failure({ message }: Error): Node {
  const text = make('span', message, 'bad');
  text.lang = 'en';
  return text;
}

/** A store's answer may call anything a location. */
function link({ location }: UploadResult): string | Node {
  if (!/^https?:\/\//.test(location)) return location;
  const anchor = make('a', location);
  anchor.href = location;
  anchor.rel = 'noreferrer';
  anchor.target = '_blank';
  return anchor;
}

function checksum({ say }: Voice, { crc64, verified, unverifiedReason }: UploadResult): Node {
  const row = make('span', '', '', make('code', crc64), document.createTextNode(' '));
  row.append(make('span', say(verified ? 'verified' : 'unverified'), verified ? 'badge' : 'badge unsure'));
  if (!unverifiedReason) return row;
  const why = make('div', unverifiedReason, 'hint');
  why.lang = 'en';
  row.append(why);
  return row;
}
