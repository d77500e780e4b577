/** Where the APIs and the browser scripts are, the same as at plenigo. */

/** API v3; v2 begins at the root. */
export const V3_PATH = '/api/v3.0';

/** The browser SDK of API v3. */
export const V3_SDK_PATH = '/web/v1/frisbii_media.min.js';

/** The browser SDK of API v2; the open part is the company id. */
export const V2_SDK_PATH = '/static_resources/javascript/{id}/plenigo_sdk.min.js';

export function makeSdkPath(companyId: string): string {
  return V2_SDK_PATH.replace('{id}', encodeURIComponent(companyId));
}
