import { checkTlsPair, dateWarning, readTlsFiles } from './tls-files.mjs';

/** Long enough to cost nothing, short enough for a renewal. */
const POLL_MS = 5_000;

/**
 * Has a server use new files as soon as they are there and belong together. It reads them again and again, because what is
 * mounted or renamed into place does not always cause an event. Open connections go on as they are. `pair`: what is in use;
 * `say`: gets (level, sentence). Answers a function that ends it.
 */
export function watchTlsFiles(server, { files, pair, say, pollMs = POLL_MS }) {
  let inUse = pair;
  let refused = null;
  const look = () => {
    try {
      const found = readTlsFiles(files);
      if (isSame(found, inUse)) {
        refused = null;
        return;
      }
      const certificate = checkTlsPair(found, files);
      server.setSecureContext({ ...found, minVersion: 'TLSv1.2' });
      inUse = found;
      refused = null;
      say('info', `HTTPS uses the new certificate, valid until ${new Date(certificate.validTo).toISOString()}.`);
      const warning = dateWarning(certificate, files);
      if (warning) say('warn', warning);
    } catch ({ message }) {
      if (message !== refused) say('warn', `HTTPS goes on with the certificate it has. ${message}`);
      refused = message;
    }
  };
  const timer = setInterval(look, pollMs).unref();
  return () => clearInterval(timer);
}

function isSame(one, other) {
  return one.cert === other.cert && one.key === other.key;
}
