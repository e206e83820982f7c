/** Sub-accounts of the vendor's app Lock Keeper (2.5.1). Their passwords are of no use here and not kept. */
export class Accounts {
  private names = new Set<string>()

  /** False when the name is taken. */
  add(name: string): boolean {
    if (this.names.has(name)) return false
    this.names.add(name)
    return true
  }

  has(name: string): boolean {
    return this.names.has(name)
  }

  clear(): void {
    this.names.clear()
  }

  snapshot(): string[] {
    return [...this.names]
  }

  restore(saved: string[]): void {
    this.names = new Set(saved)
  }
}
