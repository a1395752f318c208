/** What a map holds for a key; made when it is first asked for. */
export function once<K, V>(
  map: { get(key: K): V | undefined; set(key: K, value: V): unknown },
  key: K,
  make: () => V,
): V {
  let found = map.get(key);
  if (!found) map.set(key, (found = make()));
  return found;
}
