// All rows, and which of them run in which dialects.
import { dialects } from '../../e2e/lib/dialects.mjs';
import { files } from '../rows/files.mjs';
import { killing } from '../rows/killing.mjs';
import { leaving } from '../rows/leaving.mjs';
import { network } from '../rows/network.mjs';
import { replies } from '../rows/replies.mjs';
import { scale } from '../rows/scale.mjs';

/** A row has a name and run(trial), which throws where the contestant failed. For the rest see trial.mjs. */
export const rows = [...replies, ...network, ...files, ...leaving, ...killing, ...scale];

/**
 * What Partway goes through. `dialects` of a row says where: 'all', or 'long' for all in the long form; other rows
 * take turns.
 */
export function partwayRuns(chosen, long) {
  let turn = 0;
  return chosen.flatMap((row) => {
    const everywhere = row.dialects === 'all' || (row.dialects === 'long' && long);
    const places = everywhere ? dialects : [dialects[turn++ % dialects.length]];
    return places.map((dialect) => ({ row, dialect, contestant: 'partway' }));
  });
}

/** What rivals go through: every row in their own dialect. */
export function rivalRuns(chosen, rivals) {
  return chosen.flatMap((row) =>
    rivals.map(({ name, dialect }) => ({
      row,
      contestant: name,
      dialect: dialects.find((d) => d.dialect === dialect),
    })),
  );
}
