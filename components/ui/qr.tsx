/** A QR code drawn by the server: `path` on a grid of `size` modules without its margin. Dark on white in every theme. */
export function Qr({ path, size, label }: { path: string; size: number; label: string }) {
  return (
    <div className="swatch inline-block rounded-md bg-[#fff] p-4">
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${size} ${size}`}
        className="size-48"
        shapeRendering="crispEdges"
      >
        <path d={path} fill="#000" />
      </svg>
    </div>
  )
}
