/** A number above zero as XML holds it. Undefined for anything else. */
export function positiveNumber(text: string | null | undefined): number | undefined {
  const value = text?.trim() ? Number(text) : Number.NaN;
  return Number.isFinite(value) && value > 0 ? value : undefined;
}
