/** The element's events. All bubble, and leave shadow trees. */
import type { UploadResult } from '../index.ts';
import type { Found, Refusal } from './intake.ts';
import type { UploadItem } from './item.ts';

export interface AcceptDetail {
  /** What was chosen and keeps to the attributes. */
  readonly files: readonly Readonly<Found>[];
  /** Leaves out one of them. */
  refuse(file: File): void;
}

export interface RejectDetail {
  /** Paths of the files that were left out, by reason. */
  readonly refused: Readonly<Partial<Record<Refusal, readonly string[]>>>;
  /** What people are told of it. */
  readonly message: string;
}

/** All files in the list together, but for those of earlier visits that were not gone on with. */
export interface TotalProgress {
  readonly sent: number;
  readonly total: number;
  /** Bytes per second. */
  readonly speed: number;
  /** Undefined if nothing moves. */
  readonly secondsLeft: number | undefined;
  readonly files: number;
  readonly finished: number;
  readonly failed: number;
}

export interface PartwayEventMap {
  /** Files are about to be taken; `preventDefault()` leaves all of them out, `detail.refuse(file)` one. */
  'partway-accept': CustomEvent<AcceptDetail>;
  /** Files were left out, all of one choice at once. */
  'partway-reject': CustomEvent<RejectDetail>;
  /** An upload begins. */
  'partway-start': CustomEvent<{ readonly item: UploadItem }>;
  /** Ten times a second at most, and at once after an order and at the end. */
  'partway-progress': CustomEvent<TotalProgress>;
  /** A file is stored. */
  'partway-complete': CustomEvent<{ readonly item: UploadItem; readonly result: UploadResult }>;
  /** A file is not stored. */
  'partway-error': CustomEvent<{ readonly item: UploadItem; readonly error: Error }>;
  /** Nothing is under way or waiting any more. */
  'partway-finish': CustomEvent<TotalProgress>;
}

declare global {
  interface HTMLElementEventMap extends PartwayEventMap {}
}

export type Detail<K extends keyof PartwayEventMap> = PartwayEventMap[K]['detail'];
