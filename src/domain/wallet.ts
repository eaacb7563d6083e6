/**
 * The account name of a wallet: every capital in lower case, with an underscore before it. Names in lower case stay as they are.
 */
export function walletToUsername(wallet: string): string {
  return wallet.replace(/[A-Z]/g, '_$&').toLowerCase();
}

/** True for a hexadecimal wallet address. Any other name means the same in capitals to an XMPP server. */
export function isWalletAddress(text: string): boolean {
  return /^0x[0-9a-f]+$/i.test(text);
}
