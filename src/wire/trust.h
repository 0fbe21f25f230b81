#ifndef SHUNT_WIRE_TRUST_H
#define SHUNT_WIRE_TRUST_H

/*
 * Which certificates to trust: a file, a folder of hashed ones, both, or
 * neither (NULL: what libcurl was built with). The user's ca_file comes
 * first, then CURL_CA_BUNDLE, SSL_CERT_FILE and SSL_CERT_DIR.
 *
 * Where nobody says anything, the system's hashed folder is preferred to its
 * bundle: of the folder the one certificate that is needed is read, the
 * bundle is parsed whole at every start (36 M instructions for a call
 * against 270 M on Debian 12).
 */
void trust_find(const char *ca_file, const char **file, const char **dir);

#endif
