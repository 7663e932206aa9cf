package io.jenkins.plugins.homu.jenkins.web;

import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import jenkins.model.Jenkins;

/** Who may look at the queues, and who may do more than look. */
public final class HomuPermissions {
    public static final PermissionGroup GROUP =
            new PermissionGroup(HomuRootAction.class, Messages._HomuPermissions_group());

    /** See the pages and read the JSON. Whoever may read Jenkins may, unless it is given apart. */
    public static final Permission VIEW =
            new Permission(GROUP, "View", Messages._HomuPermissions_view(), Jenkins.READ, PermissionScope.JENKINS);

    /** Synchronise, close and reopen trees. */
    public static final Permission MANAGE = new Permission(
            GROUP, "Manage", Messages._HomuPermissions_manage(), Jenkins.ADMINISTER, PermissionScope.JENKINS);

    private HomuPermissions() {}

    /** Makes them known to Jenkins, which offers and grants only permissions that it has heard of. */
    public static void register() {
        // That this class is loaded is all.
    }
}
