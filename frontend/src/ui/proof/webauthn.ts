/** What the server asks a passkey with, or what one answers: the browser's own interface in JSON. */
export type Asked = Record<string, unknown>;

/** Whether a device can be asked for a passkey here: never where the address is a number. */
export const canPasskey = (): boolean =>
  typeof PublicKeyCredential === "function" && !/^[\d.]+$|:/.test(location.hostname);

const bytes = (text: string): ArrayBuffer =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0))
    .buffer;

const text = (given: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(given)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

type Known = { id: string; type: "public-key"; transports?: AuthenticatorTransport[] };
const known = (all: unknown): PublicKeyCredentialDescriptor[] =>
  ((all ?? []) as Known[]).map((one) => ({ ...one, id: bytes(one.id) }));

function said(credential: Credential | null, parts: Record<string, unknown>): Asked {
  const key = credential as PublicKeyCredential;
  return {
    id: key.id,
    rawId: text(key.rawId),
    type: key.type,
    clientExtensionResults: {},
    response: { clientDataJSON: text(key.response.clientDataJSON), ...parts },
  };
}

/** Has the device make a passkey. Throws what the browser throws, also where one calls it off. */
export async function makePasskey(options: Asked): Promise<Asked> {
  const user = options.user as { id: string; name: string; displayName: string };
  const made = await navigator.credentials.create({
    publicKey: {
      ...(options as unknown as PublicKeyCredentialCreationOptions),
      challenge: bytes(String(options.challenge)),
      user: { ...user, id: bytes(user.id) },
      excludeCredentials: known(options.excludeCredentials),
    },
  });
  const answer = (made as PublicKeyCredential).response as AuthenticatorAttestationResponse;
  return said(made, {
    attestationObject: text(answer.attestationObject),
    transports: answer.getTransports?.() ?? [],
  });
}

/** Has a passkey sign. Throws what the browser throws, also where one calls it off. */
export async function signByPasskey(options: Asked): Promise<Asked> {
  const signed = await navigator.credentials.get({
    publicKey: {
      ...(options as unknown as PublicKeyCredentialRequestOptions),
      challenge: bytes(String(options.challenge)),
      allowCredentials: known(options.allowCredentials),
    },
  });
  const answer = (signed as PublicKeyCredential).response as AuthenticatorAssertionResponse;
  return said(signed, {
    authenticatorData: text(answer.authenticatorData),
    signature: text(answer.signature),
    ...(answer.userHandle ? { userHandle: text(answer.userHandle) } : {}),
  });
}

/** Whether one has called it off, or waited too long: no fault, one may try again. */
export const calledOff = (error: unknown): boolean =>
  error instanceof DOMException &&
  (error.name === "NotAllowedError" || error.name === "AbortError");
