// What checkJs has to know to read scripts and tests: they look into pages and servers whose types nobody writes down
// for it, and a wrong guess there fails at once.
// biome-ignore-all lint/suspicious/noExplicitAny: see above

/** A selector does not say what kind of element it finds. */
interface ParentNode {
  querySelector(selectors: string): any;
  querySelectorAll(selectors: string): Iterable<any> & ArrayLike<any>;
}

interface Element {
  type?: any;
  blur?(): void;
}

/** Events of the element have details. */
interface Event {
  detail?: any;
}

/** Chromium's. */
interface Performance {
  memory?: any;
}

/** Promises of callbacks that pass nothing on. */
interface PromiseConstructor {
  new <T = any>(executor: (resolve: (value?: any) => void, reject: (reason?: any) => void) => void): Promise<T>;
}

/** Errors of Node and ours have a code, ours more. */
interface Error {
  code?: any;
  option?: any;
  nearest?: any;
  retryable?: any;
}

/** What a page under test imports, as the build made it. */
declare module '*/partway.js';
declare module '*/element.js';
declare module '*/sign.js';
declare module '*/cases.js';
