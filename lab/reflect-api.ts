// tsyringe, a dependency of @peculiar/x509, refuses to load without the Reflect metadata API. The classes it registers
// carry no metadata, so answering "none" is enough. Import this file before @peculiar/x509.
const reflect = Reflect as typeof Reflect & Record<string, unknown>;

if (reflect.getMetadata === undefined) {
  reflect.getMetadata = () => undefined;
  reflect.getOwnMetadata = () => undefined;
  reflect.defineMetadata = () => undefined;
}
