/** What alsoOnNativeBackend.js tells the tests of a package about tfjs-node; absent in other packages. */
export const nativeBackend: {
  /** Whether tfjs-node is installed. */
  readonly installed: boolean;
  /** Whether this run is the one on tfjs-node. */
  readonly pinned: boolean;
} = (globalThis as { readonly ftcpNativeBackend?: typeof nativeBackend }).ftcpNativeBackend ?? {
  installed: false,
  pinned: false,
};
