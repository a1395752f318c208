import { texts } from './flatten.ts';
import type { Signing } from '../types/signing.ts';

/** What the core takes: texts, in its order. */
export function argumentsOf(what: Signing): string[] {
  switch (what?.operation) {
    case 'uploadPart':
      return [what.uploadId, String(what.partNumber)];
    case 'listParts':
      return [what.uploadId, String(what.after)];
    case 'complete':
      return [what.uploadId, ...what.parts.flatMap(({ number, etag }) => [String(number), etag])];
    case 'abort':
      return [what.uploadId];
    case 'listUploads':
      return [what.prefix, what.keyMarker ?? '', what.uploadIdMarker ?? ''];
    default: {
      // The rest are names and values, which the core looks at.
      const { operation: _, ...asks } = { ...what };
      return texts(asks).flat();
    }
  }
}
