/** Version in package.json, written in by the build. */
declare const __MUSTER_VERSION__: string;
