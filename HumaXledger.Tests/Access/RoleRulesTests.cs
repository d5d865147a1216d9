using HumaXledger.Core.Access;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Tests.Access;

public sealed class RoleRulesTests
{
    [Theory]
    [InlineData(Role.Viewer, "SeeStatus")]
    [InlineData(Role.IntegrationReviewer, "SeeStatus SeePeople Prepare")]
    [InlineData(
        Role.IntegrationAdministrator,
        "SeeStatus SeePeople Prepare Synchronize SetUp ChangeSettings SeeActivity RotateKeys"
    )]
    [InlineData(Role.SensitiveData, "SeeSensitive")]
    public void Role_Permissions_AreExactlyThoseOfTheProduct(Role role, string permissions) =>
        Assert.Equal(
            permissions,
            string.Join(' ', Enum.GetValues<Permission>().Where(permission => RoleRules.Gives(role, permission)))
        );

    [Fact]
    public void Permission_OfAnyKind_IsGivenByAtLeastOneRole() =>
        Assert.All(Enum.GetValues<Permission>(), permission =>
            Assert.True(RoleRules.Gives(RoleRules.LeastFor(permission), permission))
        );

    [Fact]
    public void Actor_WithTwoRoles_MayWhatEitherGives()
    {
        var actor = new Actor("1", "Kari", null, new HashSet<Role> { Role.IntegrationReviewer, Role.SensitiveData });

        Assert.True(actor.MayEverywhere(Permission.Prepare));
        Assert.True(actor.MayEverywhere(Permission.SeeSensitive));
        Assert.False(actor.MayEverywhere(Permission.Synchronize));
    }

    [Fact]
    public void Demand_WithoutTheRole_IsRefusedAndNamesTheLeastRoleThatGivesIt()
    {
        var refused = Assert.Throws<ActRefused>(() => Actor.Anonymous.DemandEverywhere(Permission.Prepare));

        Assert.Equal(new Reason(AccessReasons.RoleMissing, nameof(Role.IntegrationReviewer)), refused.Reason);
    }

    [Fact]
    public void System_ActingWithoutAPerson_SeesNothingInClear() =>
        Assert.False(Actor.System.MayEverywhere(Permission.SeeSensitive));
}
