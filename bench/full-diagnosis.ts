import { readFileSync } from 'node:fs';
import { connect, createSecureContext, type SecureContext } from 'node:tls';
import { type Issued, issueCertificate, pemChain } from '../lab/certificates';
import { createContext } from '../lab/context';
