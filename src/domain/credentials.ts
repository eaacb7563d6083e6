/** What one signs in with. Lives in memory only. */
export type Credentials = { readonly username: string; readonly password: string } | { readonly anonymous: true };

/** A value, or a function that is asked again for every attempt. */
export type CredentialsSource = Credentials | (() => Credentials | Promise<Credentials>);
