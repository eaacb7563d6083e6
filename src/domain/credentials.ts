/** What the chat server takes. */
export type LoginCredentials = { readonly username: string; readonly password: string } | { readonly anonymous: true };

/** What one signs in with. Lives in memory only. */
export type Credentials =
  | LoginCredentials
  /** An account of Ethora's that belongs to a wallet. */
  | { readonly walletAddress: string; readonly password: string }
  /** With `api`: an account of the app's. */
  | { readonly email: string; readonly password: string }
  /** With `api`: a JWT that the site has signed for this person. */
  | { readonly token: string };

/** A value, or a function that is asked again for every attempt. */
export type CredentialsSource = Credentials | (() => Credentials | Promise<Credentials>);
