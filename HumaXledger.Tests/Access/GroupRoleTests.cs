using HumaXledger.Core.Access;
using HumaXledger.Portal.Access;

namespace HumaXledger.Tests.Access;

public sealed class GroupRoleTests
{
    private static readonly Guid North = Guid.NewGuid();
    private static readonly Guid South = Guid.NewGuid();

    [Theory]
    [InlineData("Viewer:north", Role.Viewer, "north")]
    [InlineData("IntegrationAdministrator:north-2", Role.IntegrationAdministrator, "north-2")]
    [InlineData("SensitiveData:0", Role.SensitiveData, "0")]
    public void Parse_RoleAndGroup_AreRead(string text, Role role, string group) =>
        Assert.Equal((role, group), (GroupRole.Parse(text)!.Role, GroupRole.Parse(text)!.Group));

    [Theory]
    [InlineData("Viewer")]
    [InlineData("Viewer:")]
    [InlineData(":north")]
    [InlineData("viewer:north")]
    [InlineData("0:north")]
    [InlineData("Owner:north")]
    [InlineData("Viewer:North")]
    [InlineData("Viewer:north south")]
    [InlineData("Viewer:north:south")]
    [InlineData("Viewer:-north")]
    [InlineData("Viewer:nørd")]
    [InlineData("Viewer:north\n")]
    [InlineData("Viewer:*")]
    [InlineData("Viewer:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Parse_AnythingElse_IsNoRole(string text) => Assert.Null(GroupRole.Parse(text));

    [Fact]
    public void Actor_WithARoleForAGroup_MayNothingElsewhere()
    {
        var actor = WithRole(Role.IntegrationAdministrator);

        Assert.True(actor.May(Permission.Synchronize, North));
        Assert.False(actor.May(Permission.Synchronize, South));
        Assert.False(actor.May(Permission.Synchronize, null));
        Assert.False(actor.May(Permission.SeeSensitive, North));
        Assert.All(Enum.GetValues<Permission>(), permission => Assert.False(actor.MayEverywhere(permission)));
        Assert.Equal([North], actor.ConnectionsWith(Permission.SeeStatus)!);
        Assert.Throws<ActRefused>(() => actor.Demand(Permission.SeeStatus, South));
        Assert.Throws<ActRefused>(() => actor.DemandEverywhere(Permission.SeeStatus));
    }

    [Fact]
    public void Actor_WithRolesForAllAndForAGroup_HasBoth()
    {
        var actor = WithRole(Role.IntegrationAdministrator) with { Roles = new HashSet<Role> { Role.Viewer } };

        Assert.True(actor.May(Permission.SeeStatus, South));
        Assert.False(actor.May(Permission.SeePeople, South));
        Assert.True(actor.May(Permission.SeePeople, North));
        Assert.Null(actor.ConnectionsWith(Permission.SeeStatus));
        Assert.Equal([North], actor.ConnectionsWith(Permission.SeePeople)!);
    }

    [Fact]
    public void Claims_OfAPerson_KeepTheGroupsWithTheirConnections()
    {
        var actor = WithRole(Role.IntegrationReviewer) with { Id = "1", Name = "Kari" };

        var read = Claims.ActorOf(Claims.Of(actor, "key", SessionCookie.Scheme));

        Assert.True(Claims.SameRoles(actor, read));
        Assert.True(read.May(Permission.Prepare, North));
        Assert.False(read.May(Permission.Prepare, South));
        Assert.Empty(read.Roles);
        // A connection that came to the group, or left it, is a change that open pages have to follow.
        Assert.False(
            Claims.SameRoles(
                read,
                read with
                {
                    GroupRoles = [read.GroupRoles[0] with { Connections = new HashSet<Guid>() }],
                }
            )
        );
    }

    private static Actor WithRole(Role role) =>
        Actor.Anonymous with
        {
            GroupRoles = [new GroupRole(role, "north") { Connections = new HashSet<Guid> { North } }],
        };
}
