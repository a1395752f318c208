/** What the file of a script tag sets the global `partway` to. */
export * from './index.ts';
export { defineElement, PartwayUploadElement } from './element/index.ts';
