package io.jenkins.plugins.homu.github;

import io.jenkins.plugins.homu.port.GatewayException;

/** Gives a request the token that it goes with. */
interface Tokens {
    /**
     * @param key names whose limits the request counts against
     * @param value the token itself
     */
    record Bearer(String key, String value) {
        @Override
        public String toString() {
            return key;
        }
    }

    Bearer bearerFor(ApiCall call) throws GatewayException;

    /** GitHub refused it. True when a fresh one can be had, so that it is worth asking again. */
    boolean refused(ApiCall call, Bearer bearer);

    /** What to check when GitHub refuses the credentials. */
    String hint();

    /** One token for everything. */
    static Tokens fixed(String token) {
        Bearer bearer = new Bearer("token", token);
        return new Tokens() {
            @Override
            public Bearer bearerFor(ApiCall call) {
                return bearer;
            }

            @Override
            public boolean refused(ApiCall call, Bearer refused) {
                return false;
            }

            @Override
            public String hint() {
                return "check access_token; renew the token if it has expired or was revoked";
            }
        };
    }
}
