import type { StrictCode } from '../x509/strict-rules';

interface Words {
  /** Follows the certificate's name. */
  detail: string;
  /** Follows "Reissue it ". */
  fix: string;
}

/** What is wrong with a certificate's form, and how to issue it right with openssl; other tools do so by default. */
export const strictWords: Record<StrictCode, Words> = {
  missing_authority_key_identifier: {
    detail: 'does not say which key signed it: it has no authority key identifier, or one without a key id',
    fix: 'with authorityKeyIdentifier=keyid:always (openssl x509 -req of OpenSSL 3, step and cert-manager add it by themselves)',
  },
  missing_subject_key_identifier: {
    detail: 'is a CA certificate that does not name its own key: it has no subject key identifier',
    fix: 'with subjectKeyIdentifier=hash, from the same key, so that what it has issued stays valid',
  },
  basic_constraints_missing: {
    detail: 'does not say clearly whether it is a CA: it has no basicConstraints, which leaves clients to guess',
    fix: 'with basicConstraints=critical,CA:TRUE on a CA (CA:FALSE on a server certificate), as a version 3 certificate',
  },
  basic_constraints_not_critical: {
    detail: 'is a CA certificate whose basicConstraints is not marked critical',
    fix: 'with basicConstraints=critical,CA:TRUE, from the same key, so that what it has issued stays valid',
  },
  ca_key_usage_missing: {
    detail: 'is a CA certificate that does not say what its key is for: it has no keyUsage',
    fix: 'with keyUsage=critical,keyCertSign,cRLSign, from the same key, so that what it has issued stays valid',
  },
  key_cert_sign_on_leaf: {
    detail: 'may sign certificates by its keyUsage (keyCertSign), but it is no CA',
    fix: 'with keyUsage=critical,digitalSignature (and keyEncipherment for RSA), without keyCertSign',
  },
  path_length_on_leaf: {
    detail: 'limits the CAs below itself (pathLenConstraint), but it is no CA',
    fix: 'with basicConstraints=CA:FALSE, without pathlen',
  },
  path_length_without_key_cert_sign: {
    detail: 'limits the CAs below itself (pathLenConstraint), but its keyUsage does not let it sign certificates',
    fix: 'with keyUsage=critical,keyCertSign,cRLSign, or without pathlen',
  },
  empty_subject: {
    detail: 'has an empty subject, where a name is due: on a CA, with cRLSign, or without a subjectAltName',
    fix: 'with a subject, for example CN=NAME',
  },
  empty_issuer: {
    detail: 'does not name its issuer',
    fix: 'from a CA certificate that has a subject; the CA itself has to be reissued with a name first',
  },
  empty_subject_alternative_name: {
    detail: 'has a subjectAltName with no name in it',
    fix: 'with the names of the server in subjectAltName, or without that extension on a CA',
  },
  subject_alternative_name_not_critical: {
    detail: 'has an empty subject, so its subjectAltName is all the name it has, and that is not marked critical',
    fix: 'with subjectAltName=critical,..., or with a subject',
  },
  signature_algorithm_mismatch: {
    detail: 'states one signature algorithm inside and another one outside of what is signed',
    fix: 'with a tool that writes both alike; this is a defect of the software that issued it',
  },
  key_identifier_critical: {
    detail: 'marks a key identifier critical, which must never be',
    fix: 'with authorityKeyIdentifier and subjectKeyIdentifier not critical',
  },
  extensions_need_version_3: {
    detail: 'says that it is an older version of X.509, but has extensions, which only version 3 knows',
    fix: 'as a version 3 certificate (openssl x509 -req writes it whenever an extension is given)',
  },
};
