/**
 * Extensions that OpenSSL processes (X509_supported_extension). Any other one that is critical must be refused
 * (RFC 5280 section 4.2): X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION.
 */
export const processedExtensions: ReadonlySet<string> = new Set([
  '2.5.29.15', // keyUsage
  '2.5.29.17', // subjectAltName
  '2.5.29.19', // basicConstraints
  '2.5.29.30', // nameConstraints
  '2.5.29.31', // cRLDistributionPoints
  '2.5.29.32', // certificatePolicies
  '2.5.29.33', // policyMappings
  '2.5.29.36', // policyConstraints
  '2.5.29.37', // extKeyUsage
  '2.5.29.54', // inhibitAnyPolicy
  '2.16.840.1.113730.1.1', // Netscape certificate type
  '1.3.6.1.5.5.7.1.7', // IP address blocks, RFC 3779
  '1.3.6.1.5.5.7.1.8', // AS numbers, RFC 3779
  '1.3.6.1.5.5.7.1.14', // proxyCertInfo
  '1.3.6.1.5.5.7.48.1.5', // OCSP no check
]);
