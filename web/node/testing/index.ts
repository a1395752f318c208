/** What tests of programs that upload need: a store of their own, which fails when it is told to. */
export type { Faults, FaultRule, SeenRequest } from './faults.ts';
export { startStore, type Dialect, type Store, type StoreOptions, type StoreTarget } from './store.ts';
