package io.jenkins.plugins.homu.ci;

import io.jenkins.plugins.homu.ci.BuildbotSession.Door;
import io.jenkins.plugins.homu.ci.ServiceHttp.Answer;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.port.GatewayException;
import java.lang.System.Logger.Level;
import java.util.Set;

/** One Buildbot, whose version is found out when it is asked something for the first time. */
final class BuildbotMaster {
    private static final System.Logger LOG = System.getLogger(BuildbotMaster.class.getName());

    private final BuildbotSession session;
    private volatile BuildbotApi api;

    BuildbotMaster(BuildbotSession session) {
        this.session = session;
    }

    /** @throws GatewayException when there is no Buildbot that we know how to talk to */
    BuildbotApi api() throws GatewayException {
        BuildbotApi known = api;
        return known == null ? find() : known;
    }

    private synchronized BuildbotApi find() throws GatewayException {
        if (api == null) {
            api = detect();
            LOG.log(
                    Level.INFO,
                    LogLine.of("buildbot-found")
                            .with("url", session.address().build())
                            .with("api", api instanceof BuildbotRest ? "v2" : "0.8")
                            .toString());
        }
        return api;
    }

    private BuildbotApi detect() throws GatewayException {
        Answer rest =
                session.get(Door.BASIC, session.address("api", "v2", "masters").build());
        if (rest.isFine() && rest.json(Set.of()).path("masters").isArray()) {
            return new BuildbotRest(session);
        }
        if (rest.status() != 404) {
            throw rest.failure("Check the address, and whether everybody may read there; else put a username and a"
                    + " password into our configuration");
        }
        Answer forms = session.get(Door.FORM, session.address("json", "project").build());
        if (forms.isFine() && forms.json(Set.of()).isObject()) {
            return new BuildbotForms(session);
        }
        if (forms.status() != 404 && !forms.isFine()) {
            throw forms.failure("Check the address");
        }
        throw GatewayException.permanent(
                404,
                "There is no Buildbot at " + session.address().build()
                        + ": it has neither /api/v2 nor /json. Check the address in our configuration");
    }
}
