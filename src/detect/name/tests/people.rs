//! Names of people and of their accounts under names that say who has done what. All are invented.

use crate::detect::Place;
use crate::detect::name::tests::{R, check_texts};

#[test]
fn who_has_done_something() {
    for place in [Place::Json, Place::Pair, Place::Xml] {
        check_texts(
            place,
            &[
                ("createdBy", "Mira Quell", "name"),
                ("lastModifiedBy", "Mira van Quell", "name"),
                ("assigned_by", "Mira Ida Quell", "name"),
                ("approved-by", "Zoë Quell", "name"),
                ("createdBy", "Security Center", ""),
                ("createdBy", "Tenant Backfill Job", ""),
                ("updatedBy", "EC2 Image Builder", ""),
                ("requestedBy", "Quell Systems Inc", ""),
                ("modifiedBy", "System", ""),
                ("modifiedBy", "Customer", ""),
                ("createdBy", "23fc542b-e0e2-4086-b182-47a78d691f0b", ""),
                ("createdBy", "Deleted User", ""),
                ("sortedBy", "Mira Quell", ""),
                ("poweredBy", "Blue Quell", ""),
                ("createdBy", "Created by a rule of the shop", ""),
            ],
        );
    }
}

#[test]
fn guests_of_a_directory() {
    check_texts(
        Place::Json,
        &[
            ("surname", "mira_shop.example#EXT#", "name"),
            ("givenName", "mira_shop.example#EXT#", "name"),
            ("surname", "mira_shop.example#INT#", ""),
            ("surname", "#EXT#", ""),
        ],
    );
}

#[test]
fn accounts_of_administrators() {
    check_texts(
        Place::Json,
        &[
            ("administratorLogin", "mira74", "username"),
            ("sqlAdministratorLogin", "mira74", "username"),
            ("administratorLogin", "Login name", ""),
        ],
    );
    check_texts(
        Place::ResponseHeader,
        &[
            ("x-ausername", "mira.quell", "username"),
            ("X-AUSERNAME", "anonymous", ""),
            ("x-ausername", "-", ""),
        ],
    );
}

#[test]
fn keys_of_invitations_and_circuits() {
    check_texts(
        Place::Json,
        &[
            ("inviteHash", "7c49a87b5f21ada4", "one-time-token"),
            ("invite_link_hash", R, "one-time-token"),
            ("joinToken", R, "one-time-token"),
            ("inviteHash", "string", ""),
            ("invitesCount", "7c49a87b5f21ada4", ""),
            ("authorizationKey", "26769835-0f80-478e-906d-6d9bab07ef21", "api-key"),
            ("authorizationKey", "*****************", ""),
            ("authorizationKeyName", "primary", ""),
        ],
    );
}

#[test]
fn where_a_caller_is() {
    for place in [Place::Json, Place::Pair] {
        check_texts(
            place,
            &[
                ("addr", "81.2.69.142", "ip"),
                ("addr", "10.244.1.17", ""),
                ("addr", "Mill Road 7", ""),
                ("act_addr_fam", "InterNetwork", ""),
            ],
        );
    }
}

#[test]
fn who_pays_writes_and_asks() {
    check_texts(
        Place::Json,
        &[
            ("author_name", "Mira Quell", "name"),
            ("committer_name", "Quell, Mira", "name"),
            ("applicantName", "Mira Quell", "name"),
            ("attendees", "Mira Quell", "name"),
            ("author_name", "Release Bot", ""),
            ("attendees", "All Hands Meeting", ""),
            ("fromAccount", "0040218837", "account-number"),
            ("accountNbr", "0040218837", "account-number"),
            ("fromAccount", "checking", ""),
            ("residentialAddress", "7 Mill Road", "address"),
            ("nhsNo", "943 476 5919", "national-id"),
            ("gatuadress", "Storgatan 7", "address"),
        ],
    );
    check_texts(
        Place::Form,
        &[
            ("checkout[shipping_address][address1]", "7 Mill Road", "address"),
            ("order[bill_address_attributes][city]", "Querndorf", "address"),
            ("product[name]", "Mill Road", ""),
            ("items[]", "Querndorf", ""),
        ],
    );
}
