/** Names one press (I2); random also on plain http, where `crypto.randomUUID` does not exist. */
export function newPressKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(18))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
}
