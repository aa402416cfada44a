/** Names that Node and inspectors ask any object for. */
const HARMLESS = new Set([
  'then',
  'toJSON',
  'inspect',
  'constructor',
  'domain',
  'splice',
  'nodeType',
  'tagName',
  'asymmetricMatch',
  '$$typeof',
]);

/** Makes an object honest: what the stand-in does not have throws instead of being undefined. */
export function strict<T extends object>(name: string, target: T): T {
  return new Proxy(target, {
    get(object, property) {
      if (typeof property === 'string' && !(property in object) && !HARMLESS.has(property) && !property.startsWith('_')) {
        throw new Error(`electron.${name}.${property} is not in the stand-in`);
      }
      return Reflect.get(object, property, object);
    },
    set: (object, property, value) => Reflect.set(object, property, value),
  });
}
