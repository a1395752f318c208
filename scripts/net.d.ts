// A server of a test listens on a port, never on a path.
import type { AddressInfo } from 'node:net';

declare module 'node:net' {
  interface Server {
    address(): AddressInfo;
  }
}
