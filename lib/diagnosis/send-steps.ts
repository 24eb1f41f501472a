import type { Certificate } from '../x509/certificate';
import { nameOf } from './chain-question';
import type { Repair } from './report';

/**
 * How to make a server send these certificates, leaf first and without the root (RFC 8446 section 4.4.2), each as a text
 * to paste. All but the first take the file that the first makes. Pure.
 */
export function sendSteps(chain: readonly Certificate[]): Repair['steps'] {
  return [
    { tool: 'fullchain.pem', text: fullChain(chain) },
    ...Object.entries(servers).map(([tool, text]) => ({ tool, text })),
  ];
}

function fullChain(chain: readonly Certificate[]): string {
  const list = chain.map((one, index) => `# ${index + 1}. ${shellQuoted(nameOf(one))}`);
  const files = chain.map((_, index) => fileOf(index));
  return [
    '# The file holds these certificates, in this order, and no root:',
    ...list,
    `cat ${files.join(' ')} > fullchain.pem`,
    '# To see what is in it:',
    'openssl crl2pkcs7 -nocrl -certfile fullchain.pem | openssl pkcs7 -print_certs -noout',
    '',
  ].join('\n');
}

function fileOf(index: number): string {
  if (index === 0) return 'server.pem';
  return index === 1 ? 'intermediate-ca.pem' : `intermediate-ca-${index}.pem`;
}

/** Interactive zsh has no comments, so a name must be harmless as a word of a command too. */
function shellQuoted(name: string): string {
  return /^[\w .,=@:/+-]*$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
}

const servers: Record<string, string> = {
  nginx: `ssl_certificate     /etc/nginx/tls/fullchain.pem;
ssl_certificate_key /etc/nginx/tls/server.key;
# Then: nginx -t && nginx -s reload
`,
  Envoy: `transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
    common_tls_context:
      tls_certificates:
        - certificate_chain: { filename: /etc/envoy/tls/fullchain.pem }
          private_key: { filename: /etc/envoy/tls/server.key }
`,
  HAProxy: `# One file for certificates and key: cat fullchain.pem server.key > /etc/haproxy/tls/server.pem
bind :443 ssl crt /etc/haproxy/tls/server.pem
# Then: systemctl reload haproxy
`,
  Apache: `# Since 2.4.8; SSLCertificateChainFile is not needed any more.
SSLCertificateFile    /etc/apache2/tls/fullchain.pem
SSLCertificateKeyFile /etc/apache2/tls/server.key
# Then: apachectl configtest && apachectl graceful
`,
  Caddy: `tls /etc/caddy/tls/fullchain.pem /etc/caddy/tls/server.key
# Then: caddy reload --config /etc/caddy/Caddyfile
`,
  Traefik: `# In the dynamic configuration:
tls:
  certificates:
    - certFile: /etc/traefik/tls/fullchain.pem
      keyFile: /etc/traefik/tls/server.key
`,
  Node: `https.createServer({
  cert: readFileSync('fullchain.pem'),
  key: readFileSync('server.key'),
}, app);
`,
  uvicorn: `uvicorn app:app --ssl-certfile fullchain.pem --ssl-keyfile server.key
`,
  gunicorn: `gunicorn app:app --certfile fullchain.pem --keyfile server.key
`,
  'Kubernetes Ingress': `# The Secret that spec.tls[].secretName of the Ingress names; "mcp-tls" stands for it.
kubectl create secret tls mcp-tls --cert=fullchain.pem --key=server.key --dry-run=client -o yaml | kubectl apply -f -
`,
  'cert-manager': `# A CA issuer sends what its own Secret holds: the CA's certificate first, then those above it, without the root.
# "issuing-ca" stands for the Secret that spec.ca.secretName of the issuer names, "server" for the Certificate.
cat ca.pem ca-above.pem > ca-chain.pem
kubectl create secret tls issuing-ca --cert=ca-chain.pem --key=ca.key --dry-run=client -o yaml | kubectl apply -f -
cmctl renew server
`,
};
