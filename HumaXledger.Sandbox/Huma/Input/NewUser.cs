using System.Text.Json;
using HumaXledger.Sandbox.Huma.Endpoints;

namespace HumaXledger.Sandbox.Huma.Input;

/// <summary>
/// The input of <c>POST /users</c>: names, e-mail address and groups are required, little else is accepted
/// (contracts/huma.md 2.6).
/// </summary>
internal static class NewUser
{
    /// <summary>The new user of a call.</summary>
    public static HumaUser From(HumaCall call)
    {
        var input = new InputReader(call.Body, call.Switches);
        input.AllowOnly(
            "givenName",
            "familyName",
            "preferredName",
            "email",
            "phone",
            "supervisor",
            "invite",
            "inviteSubject",
            "inviteMessage",
            "inviteLanguage",
            "groups"
        );
        var givenName = input.Required("givenName", 255);
        var familyName = input.Required("familyName", 255);
        var email = input.Required("email", 255);
        if (email is not null && !EmailForm.IsPlausible(email))
            input.Refuse("email");
        var preferredName = input.Optional("preferredName", 255);
        var phone = input.Optional("phone", 255);
        var supervisor = input.Id("supervisor");
        if (supervisor.Value is { } id && call.Store.Find(id) is null)
            input.Refuse("supervisor");
        var invite = input.Flag("invite").Value == true;
        if (
            input.Property("groups") is not { ValueKind: JsonValueKind.Array } groups
            || (groups.GetArrayLength() == 0 && !call.Switches.EmptyGroupsAccepted)
        )
            input.Refuse("groups");
        input.ThrowIfInvalid();

        return new HumaUser
        {
            Id = Guid.NewGuid(),
            GivenName = givenName!,
            FamilyName = familyName!,
            Email = email!,
            PreferredName = preferredName,
            Phone = PhoneForm.Keep(phone, call.Switches.PhoneFormat),
            Supervisor = supervisor.Value,
            Groups = [.. GroupEndpoints.Known(input.Property("groups")!.Value, call.Store)],
            InvitedAt = invite ? call.Huma.Time.GetUtcNow() : null,
        };
    }
}
