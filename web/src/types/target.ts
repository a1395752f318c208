/** What is known of the object; with a signer, all of it "" before the upload has begun. */
export interface Target {
  dialect: string;
  bucket: string;
  key: string;
  /** Without a query. */
  url: string;
  /**
   * What the store's reply to a part or an object can be compared with: "crc64xz", "md5", or "" for nothing; and the
   * header that carries it.
   */
  verify: string;
  verifyHeader: string;
}
