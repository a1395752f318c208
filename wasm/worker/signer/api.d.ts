/** BeginRequest is the body of POST /s3/multipart. Companion's fields come first. */
export interface BeginRequest {
    filename: string;
    type?: string;
    metadata?: Record<string, string>;
    size?: number;
    partSize?: number;
    target?: string;
    options?: Record<string, string>;
}
/** BeginAnswer answers it if no size was given. */
export interface BeginAnswer {
    key: string;
    uploadId: string;
    bucket: string;
}
/** PlannedAnswer answers it if a size was given. */
export interface PlannedAnswer {
    key: string;
    uploadId: string;
    bucket: string;
    dialect: string;
    url: string;
    verify: string;
    verifyHeader: string;
    partSize: number;
    parts: number;
    put: boolean;
    urls: string[];
    headers: Record<string, string>;
    until: number;
}
/** WindowAnswer answers GET /s3/multipart/{id}/batch. */
export interface WindowAnswer {
    presignedUrls: Record<string, string>;
    headers: Record<string, string>;
    until: number;
}
/** PartURLAnswer answers GET /s3/multipart/{id}/{part}. */
export interface PartURLAnswer {
    url: string;
    expires: number;
}
/** ListedPart is one of the list that GET /s3/multipart/{id} answers with. */
export interface ListedPart {
    PartNumber: number;
    Size: number;
    ETag: string;
    CRC64?: string;
}
/** CompleteRequest is the body of POST /s3/multipart/{id}/complete. */
export interface CompleteRequest {
    parts?: CompletePart[];
    sum?: string;
}
/** CompletePart is a part as the client knows it. */
export interface CompletePart {
    PartNumber: number;
    ETag: string;
}
/** CompleteAnswer answers it. */
export interface CompleteAnswer {
    location: string;
    bucket: string;
    key: string;
    size: number;
    etag: string;
    crc64?: string;
    versionId?: string;
    requestId?: string;
}
/** FormAnswer answers GET /s3/params. */
export interface FormAnswer {
    method: string;
    url: string;
    fields: Record<string, string>;
}
/** SignRequest is the body of POST /s3/sign: what Uppy hands to signRequest. */
export interface SignRequest {
    method: string;
    key: string;
    uploadId?: string;
    partNumber?: number;
    contentType?: string;
    expiresIn?: number;
    target?: string;
}
/** SignAnswer answers it. */
export interface SignAnswer {
    url: string;
    key?: string;
    fields?: Record<string, string>;
}
/** ErrorAnswer is every answer that is no success. */
export interface ErrorAnswer {
    code: string;
    message: string;
    retry: string;
    requestId?: string;
    stored?: boolean;
}
