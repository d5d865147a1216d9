using HumaXledger.Core.Storage.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HumaXledger.Core.Storage.Mapping;

internal sealed class SignInSessionMapping : IEntityTypeConfiguration<SignInSession>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<SignInSession> session)
    {
        session.ToTable("Sessions");
        session.HasKey(row => row.Id);
        session.HasIndex(row => row.EndsAt);
    }
}

internal sealed class SpentStateMapping : IEntityTypeConfiguration<SpentState>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<SpentState> state)
    {
        state.ToTable("SpentStates");
        state.HasKey(row => row.Id);
        state.HasIndex(row => row.ExpiresAt);
    }
}
