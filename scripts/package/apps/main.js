// The app that every bundler builds.
import { PartwayError, upload } from 'partway';
import { defineElement } from 'partway/element';

defineElement();
globalThis.partway = { PartwayError, upload };
