// SPDX-License-Identifier: GPL-3.0-or-later
// Used by widgets/field/surface_scene.cpp: put among the declarations of VTK's fragment shader for the field surface, and
// called after VTK has lit the fragment.
//
// Adds a hemispheric ambient light (sky from above, a darker ground from below: cheap, and it lets slopes be read) and a soft,
// anti-aliased line where the field crosses the middle of the colour scale: the domain walls.

in float levelVSOutput;  // the field, minus the level of the walls, over half the width of the colour scale

// Uniforms, declared by VTK because they are set through vtkShaderProperty:
//   float wallStrength   0: no walls; 1: fully drawn
//   float wallWidth      half the width of the line, in pixels
//   vec3 wallColour
//   vec3 upVC            the upward direction, in view coordinates
//   vec3 skyLight, groundLight

vec3 ambientFromHemisphere(vec3 albedo, vec3 normal) {
  float towardsSky = 0.5 + 0.5 * dot(normalize(normal), upVC);
  return albedo * mix(groundLight, skyLight, towardsSky);
}

vec3 withDomainWalls(vec3 colour) {
  float pixels = abs(levelVSOutput) / max(fwidth(levelVSOutput), 1e-6);
  float line = 1.0 - smoothstep(wallWidth - 0.6, wallWidth + 0.9, pixels);
  return mix(colour, wallColour, line * wallStrength);
}
