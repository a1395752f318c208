/** What goes wrong in a local store, and what it has seen. Twin of scripts/store/internal/misbehave. */

/** Which requests go wrong, and how. */
export interface FaultRule {
  /** "initiate", "uploadPart", "listParts", "complete", "abort", "putObject", "headObject" …; default: any. */
  op?: string;
  /** A part number; default: any. */
  part?: number;
  /** Only requests whose body is announced to be larger, in bytes; default: any. */
  over?: number;
  /** Leaves so many of those requests alone first; default: 0. */
  skip?: number;
  /** How many go wrong; default: all. */
  count?: number;
  /**
   * In place of the operation: "refuse" answers with an error, "proxy" with a `status` but without CORS headers, as a
   * proxy in front of the store does, "reset" cuts the connection halfway through the body, "stall" takes the body and
   * never answers. After it: "silent" never answers, "lose" cuts the connection, "hide" hides a header from pages, "lie"
   * reports another checksum, "corrupt" changes a bit of the body before it is stored, "rename" gives the reply's
   * document another `root` element, "replace" another `body`.
   */
  do: 'refuse' | 'proxy' | 'reset' | 'stall' | 'silent' | 'lose' | 'hide' | 'lie' | 'corrupt' | 'rename' | 'replace';
  /** What "refuse" says, in the store's own words: "SlowDown", "InternalError", "AccessDenied" … */
  code?: string;
  /** In place of the code's own; 200 is an error that looks like a success. */
  status?: number;
  /** The header Retry-After, in seconds or as a date. */
  retryAfter?: string;
  /** What "hide" hides. */
  header?: string;
  /** The root element that "rename" gives. */
  root?: string;
  /** What "replace" and "proxy" say; default: nothing, and a page such as nginx sends. */
  body?: string;
  /** The body's content type; default: as it is, and text/html of a proxy. */
  type?: string;
}

/** A CORS rule; an origin and a header may hold one "*". */
export interface CORSRule {
  origins: readonly string[];
  methods: readonly string[];
  headers?: readonly string[];
  expose?: readonly string[];
  /** Seconds that a preflight may be kept. */
  maxAge?: number;
}

/** All faults at a time; new ones take the place of all others. */
export interface Faults {
  /** The first that fits a request is the only one. */
  rules?: readonly FaultRule[];
  /** For so many milliseconds from now every connection is cut. */
  outageMs?: number;
  /** What all requests together can bring in; default: no limit. */
  bytesPerSecond?: number;
  /** How far the store's clock is ahead, in milliseconds. */
  clockMs?: number;
  /** The CORS rules of every bucket; none in it: no rule; default: pages of this machine may do everything. */
  cors?: readonly CORSRule[];
  /** Operations ("abort") or actions ("s3:AbortMultipartUpload") that the keys have no permission for. */
  deny?: readonly string[];
  /** What a key must begin with to be allowed; default: anything. */
  within?: string;
  /** Options ("encryption", "forbidOverwrite", "tags") that the store takes and does not heed. */
  ignore?: readonly string[];
  /** Where the buckets are; signatures for another region are refused. */
  region?: string;
  /** Every signed request hears that its bucket is in `region`, as at a wrong endpoint. */
  moved?: boolean;
}

/** A request that came in. */
export interface SeenRequest {
  /** From 1. */
  n: number;
  op: string;
  /** The part's number; missing where the operation has none. */
  part?: number;
  path: string;
  /** Milliseconds since 1970. */
  atMs: number;
  /** Bytes announced; -1 if the request does not say. */
  size: number;
  /** Bytes of them that came. */
  received: number;
  /** HTTP status; 0 if it was not answered. */
  status: number;
  /** Still under way. */
  open: boolean;
  /** What the rule that fitted does; missing where none fitted. */
  fault?: string;
}

const PATH = '/_partway/faults';

export async function fault(origin: string, faults: Faults | readonly FaultRule[] = {}): Promise<void> {
  const body = JSON.stringify(Array.isArray(faults) ? { rules: faults } : faults);
  const reply = await fetch(origin + PATH, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (!reply.ok) throw new Error(`The store takes no such faults: ${(await reply.text()).trim()}`);
}

export async function requests(origin: string, after = 0): Promise<SeenRequest[]> {
  const reply = await fetch(`${origin}${PATH}?after=${after}`);
  const { seen } = (await reply.json()) as { seen: SeenRequest[] };
  return seen;
}
