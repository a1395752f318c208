/** The keys that the page has now; `until` is when they expire, in Unix milliseconds. */
export async function keysNow(source) {
  const {
    accessKeyId: id,
    accessKeySecret: secret,
    securityToken: token,
    expiration,
  } = typeof source === 'function' ? await source() : source;
  return { id, secret, token, until: expiration && Date.parse(expiration) };
}
