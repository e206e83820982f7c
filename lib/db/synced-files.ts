import { closeSync, fsyncSync, openSync } from 'node:fs'
import type { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'

type EmscriptenOptions = Parameters<NodeFS['init']>[1]

/** What we touch of the file system inside PGlite; its own types leave these out. */
interface NodeFiles {
  stream_ops: { fsync?: (stream: OpenFile) => number }
  node_ops: { setattr: (node: unknown, attributes: { mode?: number }) => void }
  realPath(node: unknown): string
  /** Turns an error of Node's into one that PostgreSQL understands. */
  tryFSOperation<T>(operation: () => T): T
}

interface OpenFile {
  /** Node's file descriptor; absent for what was never opened by Node, such as a directory of another kind. */
  nfd?: number
  node: unknown
}

/**
 * PGlite's files on disk, readable for this account only and with the sync that it leaves out: as shipped its fsync does
 * nothing and a power cut loses commits (I25).
 */
export class SyncedFiles extends NodeFS {
  override async init(pglite: PGlite, options: EmscriptenOptions): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pglite, options)
    const preRun = [
      ...(emscriptenOpts.preRun ?? []),
      (module: { NODEFS: unknown }) => {
        const files = module.NODEFS as NodeFiles
        files.stream_ops.fsync = (stream) => {
          files.tryFSOperation(() => {
            if (stream.nfd !== undefined) fsyncSync(stream.nfd)
            else syncPath(files.realPath(stream.node))
          })
          return 0
        }
        const { setattr } = files.node_ops
        files.node_ops.setattr = (node, attributes) => {
          const { mode } = attributes
          setattr(node, mode === undefined ? attributes : { ...attributes, mode: mode & ~0o077 })
        }
      },
    ]
    return { emscriptenOpts: { ...emscriptenOpts, preRun } }
  }
}

/** Puts a file, or the names in a directory, on disk. */
export function syncPath(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
